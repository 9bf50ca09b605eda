/*
 * The certificate, and its renewal without a restart. Files are read into memory whole, then looked
 * at: only a chain and a key that go together take the place of those in use. libwebsockets makes
 * the SSL_CTX once and keeps it; its certificate callback gives each handshake whatever is current,
 * so open connections stay, and nothing in the SSL_CTX is ever half changed.
 *
 * Whoever renews writes two files, one after the other. What has changed is therefore read only
 * when it has stood still for one look, and what does not go together is complained about once.
 */
#include "net_internal.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "jinbang/log.h"

typedef struct tls_pair {
    X509 *leaf;
    STACK_OF(X509) * chain; /* what stands between it and a root */
    EVP_PKEY *key;
} tls_pair;

/* By what a file is known to be another one, or another content. */
typedef struct tls_mark {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
} tls_mark;

struct jb_tls {
    char *cert;
    char *key;
    tls_pair pair;
    tls_mark read[2]; /* the files when they were read last, well or not */
    tls_mark seen[2]; /* ... when they were looked at last */
};

static void pair_free(tls_pair *pair)
{
    X509_free(pair->leaf);
    sk_X509_pop_free(pair->chain, X509_free);
    EVP_PKEY_free(pair->key);
    *pair = (tls_pair){ .leaf = NULL };
}

/* A key with a pass phrase would have the server wait for somebody at a terminal. */
static int no_phrase(char *out, int size, int writing, void *user)
{
    (void)out;
    (void)size;
    (void)writing;
    (void)user;
    return -1;
}

/* The chain in the order of the file, the leaf first. */
static bool read_chain(BIO *file, tls_pair *pair)
{
    X509 *next = NULL;

    pair->leaf = PEM_read_bio_X509_AUX(file, NULL, no_phrase, NULL);
    pair->chain = sk_X509_new_null();
    if (pair->leaf == NULL || pair->chain == NULL) {
        return false;
    }
    while ((next = PEM_read_bio_X509(file, NULL, no_phrase, NULL)) != NULL) {
        if (sk_X509_push(pair->chain, next) == 0) {
            X509_free(next);
            return false;
        }
    }
    /* The end of the file is told as an error, too. */
    return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
}

/* NULL, or what is wrong; then the pair is empty. */
static const char *pair_read(const char *cert, const char *key, tls_pair *pair)
{
    const char *wrong = NULL;
    BIO *chain_file = BIO_new_file(cert, "r");
    BIO *key_file = BIO_new_file(key, "r");

    *pair = (tls_pair){ .leaf = NULL };
    if (chain_file == NULL) {
        wrong = "the certificate's file cannot be opened";
    } else if (key_file == NULL) {
        wrong = "the key's file cannot be opened";
    } else if (!read_chain(chain_file, pair)) {
        wrong = "the certificate's file does not hold certificates in PEM";
    } else if ((pair->key = PEM_read_bio_PrivateKey(key_file, NULL, no_phrase, NULL)) == NULL) {
        wrong = "the key's file does not hold a private key in PEM without a pass phrase";
    } else if (X509_check_private_key(pair->leaf, pair->key) != 1) {
        wrong = "the key is not that of the certificate";
    }
    BIO_free(chain_file);
    BIO_free(key_file);
    ERR_clear_error();
    if (wrong != NULL) {
        pair_free(pair);
    }
    return wrong;
}

static bool has_expired(const tls_pair *pair)
{
    return X509_cmp_current_time(X509_get0_notAfter(pair->leaf)) < 0;
}

static tls_mark mark_of(const char *path)
{
    struct stat now;
    tls_mark mark;

    memset(&mark, 0, sizeof(mark)); /* padding, too: marks are compared as bytes */
    if (stat(path, &now) == 0) {
        mark.device = now.st_dev;
        mark.inode = now.st_ino;
        mark.size = now.st_size;
        mark.changed = now.st_mtim;
    }
    return mark;
}

static void look(const jb_tls *tls, tls_mark marks[2])
{
    marks[0] = mark_of(tls->cert);
    marks[1] = mark_of(tls->key);
}

jb_status jb_tls_open(const char *cert, const char *key, jb_tls **out, jb_buffer *why)
{
    jb_tls *tls = calloc(1, sizeof(*tls));
    const char *wrong = NULL;

    *out = NULL;
    if (tls == NULL || (tls->cert = strdup(cert)) == NULL || (tls->key = strdup(key)) == NULL) {
        jb_tls_close(tls);
        return JB_ERR_MEMORY;
    }
    look(tls, tls->read);
    memcpy(tls->seen, tls->read, sizeof(tls->seen));
    wrong = pair_read(cert, key, &tls->pair);
    if (wrong != NULL) {
        jb_buffer_append_text(why, "the certificate or its key cannot be used: ");
        jb_buffer_append_text(why, wrong);
        jb_tls_close(tls);
        return JB_ERR_INVALID;
    }
    if (has_expired(&tls->pair)) {
        /* Better than no contest at all; people see what their browser makes of it. */
        jb_log(JB_LOG_WARN, "net", "the certificate has expired");
    }
    *out = tls;
    return JB_OK;
}

void jb_tls_close(jb_tls *tls)
{
    if (tls == NULL) {
        return;
    }
    pair_free(&tls->pair);
    free(tls->cert);
    free(tls->key);
    free(tls);
}

static int give(SSL *ssl, void *user)
{
    const jb_tls *tls = user;

    return SSL_use_cert_and_key(ssl, tls->pair.leaf, tls->pair.key, tls->pair.chain, 1);
}

void jb_tls_serve(jb_tls *tls, void *ssl_ctx)
{
    (void)SSL_CTX_set_min_proto_version(ssl_ctx, TLS1_2_VERSION);
    SSL_CTX_set_cert_cb(ssl_ctx, give, tls);
}

void jb_tls_reload(jb_tls *tls)
{
    tls_pair fresh;
    const char *wrong = NULL;

    look(tls, tls->read);
    memcpy(tls->seen, tls->read, sizeof(tls->seen));
    wrong = pair_read(tls->cert, tls->key, &fresh);
    if (wrong == NULL && has_expired(&fresh)) {
        pair_free(&fresh);
        wrong = "the new one has expired";
    }
    if (wrong != NULL) {
        jb_log(JB_LOG_ERROR, "net", "the old certificate stays: %s", wrong);
        return;
    }
    pair_free(&tls->pair);
    tls->pair = fresh;
    jb_log(JB_LOG_INFO, "net", "the certificate has been read again");
}

void jb_tls_look(jb_tls *tls)
{
    tls_mark now[2];
    bool still = false;

    look(tls, now);
    still = memcmp(now, tls->seen, sizeof(now)) == 0;
    memcpy(tls->seen, now, sizeof(now));
    if (still && memcmp(now, tls->read, sizeof(now)) != 0) {
        jb_tls_reload(tls);
    }
}
