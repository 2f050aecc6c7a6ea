hansa_test(property_codec LABEL property
  SOURCES codec_safetensors_test.cc
  DEPS hansa_codec)
