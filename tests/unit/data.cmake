hansa_test(unit_data LABEL unit
  SOURCES data_bad_files_test.cc data_column_counts_test.cc data_csv_fields_test.cc data_csv_file_test.cc data_dataset_test.cc data_expression_test.cc
          data_line_reader_test.cc data_number_test.cc data_prediction_rows_test.cc data_row_filter_test.cc
          data_time_text_test.cc data_wind_farm_test.cc data_windows_test.cc
  DEPS hansa_client_data hansa_process ZLIB::ZLIB)
# Apart: it looks at the memory of its process.
hansa_test(unit_data_large LABEL unit
  SOURCES data_large_file_test.cc
  DEPS hansa_client_data hansa_process ZLIB::ZLIB)
