hansa_test(unit_codec LABEL unit
  SOURCES codec_finite_stream_test.cc codec_flat_model_test.cc codec_safetensors_read_test.cc codec_safetensors_write_test.cc
  DEPS hansa_codec)
