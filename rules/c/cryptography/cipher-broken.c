#include <openssl/evp.h>

void make(EVP_CIPHER_CTX *context)
{
	// ruleid: c.cipher.broken
	EVP_EncryptInit_ex(context, EVP_des_ede3_cbc(), NULL, key, iv);
	// ruleid: c.cipher.broken
	const EVP_CIPHER *cipher = EVP_rc4();
	// ruleid: c.cipher.broken
	RC4(&schedule, size, in, out);
	// ok: c.cipher.broken
	EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, iv);
	// ok: c.cipher.broken
	const EVP_CIPHER *other = EVP_chacha20_poly1305();
	// ok: c.cipher.broken
	desk_open(in);
}
