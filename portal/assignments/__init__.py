"""Who reviews: a lead reviewer proposes a reviewer, who declares interests and then accepts or declines."""
