#include <openssl/evp.h>

void make(EVP_CIPHER_CTX *context)
{
	// ruleid: c.cipher.ecb-mode
	EVP_EncryptInit_ex(context, EVP_aes_256_ecb(), NULL, key, NULL);
	// ruleid: c.cipher.ecb-mode
	const EVP_CIPHER *named = EVP_get_cipherbyname("AES-128-ECB");
	// ruleid: c.cipher.ecb-mode
	gcry_cipher_open(&handle, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_ECB, 0);
	// ok: c.cipher.ecb-mode
	EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, iv);
	// ok: c.cipher.ecb-mode
	const EVP_CIPHER *cbc = EVP_get_cipherbyname("AES-128-CBC");
	// ok: c.cipher.ecb-mode
	gcry_cipher_open(&handle, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_GCM, 0);
}
