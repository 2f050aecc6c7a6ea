# Both sides over a link that delays, repeats and is cut: every byte arrives once, in order.
hansa_test(property_bulk LABEL property
  SOURCES bulk_transfer_test.cc
  DEPS hansa_bulk)
