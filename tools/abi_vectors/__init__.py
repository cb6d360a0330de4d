"""abi_vectors: test vectors for the canonical ABI, taken from its executable specification."""
