#include <curl/curl.h>

void ask(CURL *handle)
{
	// ruleid: c.tls.certificate-unchecked
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
	// ruleid: c.tls.certificate-unchecked
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0);
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	// ruleid: c.tls.certificate-unchecked
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
	// ruleid: c.tls.certificate-unchecked
	mbedtls_ssl_conf_authmode(&configuration, MBEDTLS_SSL_VERIFY_NONE);
	// ok: c.tls.certificate-unchecked
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
	// ok: c.tls.certificate-unchecked
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
	// ok: c.tls.certificate-unchecked
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
}

void serve(SSL_CTX *context)
{
	// ok: c.tls.certificate-unchecked
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
}

void ask_as_set(CURL *handle, struct settings *settings)
{
	if (!settings->verify) {
		// unsure: c.tls.certificate-unchecked
		curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
	}
	if (settings->insecure) {
		// unsure: c.tls.certificate-unchecked
		curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	if (settings->use_ssl) {
		// ruleid: c.tls.certificate-unchecked
		curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0);
	}
}
