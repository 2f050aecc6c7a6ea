# Numbers made by others, in data/*.txt.
hansa_test(vectors_crypto LABEL vectors
  SOURCES crypto_aead_vectors_test.cc crypto_ed25519_vectors_test.cc crypto_hash_vectors_test.cc
          crypto_hkdf_vectors_test.cc crypto_mask_stream_vectors_test.cc crypto_merkle_vectors_test.cc
          crypto_x25519_vectors_test.cc vector_file.cc
  DEPS hansa_crypto)
