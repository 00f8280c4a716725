"""The ledger as a whole: verified, repaired, copied, signed and handed on."""
