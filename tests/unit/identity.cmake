hansa_test(unit_identity LABEL unit
  SOURCES identity_credential_test.cc identity_document_test.cc identity_invitation_file_test.cc identity_invitation_test.cc
          identity_key_file_test.cc
  DEPS hansa_identity)
