hansa_test(unit_trainer LABEL unit
  SOURCES trainer_message_channel_test.cc trainer_network_message_test.cc trainer_shared_array_test.cc
          trainer_training_request_test.cc
  DEPS hansa_client_trainer)
