hansa_test(unit_model LABEL unit
  SOURCES model_architectures_test.cc model_column_spec_test.cc model_error_histogram_test.cc model_initial_model_test.cc model_manifest_test.cc model_model_name_test.cc
          model_network_file_test.cc model_network_test.cc model_torchscript_test.cc model_python_test.cc model_verify_model_files_test.cc
  DEPS hansa_model hansa_identity)
