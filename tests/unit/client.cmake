hansa_test(unit_client_core LABEL unit
  SOURCES client_liveness_test.cc client_model_cache_test.cc client_task_answer_test.cc
          client_update_encoding_test.cc
  DEPS hansa_client_core hansa_machine_support hansa_codec hansa_job hansa_secagg)
hansa_test(unit_client_app LABEL unit
  SOURCES client_anomalies_test.cc client_event_text_test.cc client_model_download_test.cc client_plot_file_test.cc client_predict_memory_test.cc client_predictions_test.cc client_state_lock_test.cc
  DEPS hansa_client_app)
hansa_test(unit_client_picture LABEL unit
  SOURCES client_picture_plot_test.cc client_picture_spread_test.cc
  DEPS hansa_client_picture)
