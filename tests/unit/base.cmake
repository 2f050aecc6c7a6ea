hansa_test(base_test LABEL unit
  SOURCES base_atomic_file_test.cc base_blob_test.cc base_blob_file_test.cc base_buffer_pool_test.cc base_check_note_test.cc
          base_result_test.cc base_shared_bytes_test.cc base_text_test.cc base_threaded_line_test.cc
          process_child_process_test.cc terminal_predict_options_test.cc terminal_table_test.cc
  DEPS hansa_base hansa_process hansa_terminal)
