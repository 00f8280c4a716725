"""Agreement by mail: requests go out, replies are recorded, receipts go back."""
