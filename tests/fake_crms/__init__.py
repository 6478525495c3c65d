"""CRMs that stand in the test's own process, behind the transport: they keep state, and can be told to fail."""
