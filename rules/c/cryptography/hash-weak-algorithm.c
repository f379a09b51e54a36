#include <openssl/evp.h>

void make(EVP_MD_CTX *context)
{
	// ruleid: c.hash.weak-algorithm
	EVP_DigestInit_ex(context, EVP_md5(), NULL);
	// ruleid: c.hash.weak-algorithm
	SHA1(text, size, out);
	// ruleid: c.hash.weak-algorithm
	MD5_Init(&state);
	// ok: c.hash.weak-algorithm
	EVP_DigestInit_ex(context, EVP_sha256(), NULL);
	// ok: c.hash.weak-algorithm
	SHA256(text, size, out);
	// ok: c.hash.weak-algorithm
	SHA512_Init(&state);
}
