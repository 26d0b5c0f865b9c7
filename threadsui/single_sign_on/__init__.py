"""Signing in through an OpenID provider: allauth asks and answers, this package decides what is believed.

allauth brings the state in the session, PKCE and the exchange of the code. What comes back is verified here: see
`id_tokens.py`. Who it stands for, and with which roles, is decided in services/people/single_sign_on.py.
"""
