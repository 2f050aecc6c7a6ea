hansa_test(transport_test LABEL unit
  SOURCES transport_address_test.cc transport_backoff_test.cc transport_connect_reply_test.cc
          transport_connections_test.cc transport_curve_keys_test.cc transport_departures_test.cc transport_outbound_queue_test.cc
          transport_proxy_address_test.cc transport_proxy_credentials_test.cc transport_proxy_handshake_test.cc
  DEPS hansa_transport hansa_crypto)
