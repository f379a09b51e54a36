#include <openssl/ssl.h>

void make(SSL_CTX *context, CURL *handle)
{
	// ruleid: c.tls.old-version
	SSL_CTX *old = SSL_CTX_new(TLSv1_method());
	// ruleid: c.tls.old-version
	SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
	// ruleid: c.tls.old-version
	curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_0);
	// ok: c.tls.old-version
	SSL_CTX *any = SSL_CTX_new(TLS_method());
	// ok: c.tls.old-version
	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
	// ok: c.tls.old-version
	curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
}
