#include <openssl/evp.h>

void make(EVP_CIPHER_CTX *context, const unsigned char *read)
{
	unsigned char key[] = "0123456789abcdef";
	// ruleid: c.key.constant
	EVP_EncryptInit_ex(context, EVP_aes_128_cbc(), NULL, key, iv);
	// ruleid: c.key.constant
	AES_set_encrypt_key((const unsigned char *)"0123456789abcdef", 128, &schedule);
	// ruleid: c.key.constant
	HMAC(EVP_sha256(), "0123456789abcdef", 16, text, size, out, &length);
	// ok: c.key.constant
	EVP_EncryptInit_ex(context, EVP_aes_128_cbc(), NULL, read, iv);
	// ok: c.key.constant
	AES_set_encrypt_key(read, 128, &schedule);
	// ok: c.key.constant
	HMAC(EVP_sha256(), read, 16, text, size, out, &length);
}
