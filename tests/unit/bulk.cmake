hansa_test(unit_bulk LABEL unit SOURCES bulk_range_receiver_test.cc bulk_range_sender_test.cc DEPS
               hansa_bulk)
