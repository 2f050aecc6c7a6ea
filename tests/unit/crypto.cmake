hansa_test(unit_crypto LABEL unit
  SOURCES crypto_aead_test.cc crypto_blob_digest_test.cc crypto_ed25519_test.cc crypto_hash_test.cc crypto_keystream_test.cc
          crypto_mask_stream_test.cc crypto_merkle_test.cc crypto_natural_test.cc crypto_random_test.cc
          crypto_secret_bytes_test.cc crypto_x25519_test.cc
  DEPS hansa_crypto)
