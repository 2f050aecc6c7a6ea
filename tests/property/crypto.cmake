hansa_test(property_crypto LABEL property SOURCES crypto_keystream_test.cc DEPS hansa_crypto)
