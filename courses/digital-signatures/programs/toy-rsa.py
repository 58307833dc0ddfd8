"""RSA signatures with toy numbers: to understand them, not to use them.

    python3 toy-rsa.py                 the example of lesson 2
    python3 toy-rsa.py 61 53 17 1234   your own primes, public exponent and hash
"""

import math
import sys


def main(p: int, q: int, e: int, digest: int) -> None:
    n = p * q
    period = math.lcm(p - 1, q - 1)
    if math.gcd(e, period) != 1:
        sys.exit(f"{e} and {period} have a common divisor; choose another public exponent")
    if not 0 < digest < n:
        sys.exit(f"the hash must lie between 1 and {n - 1}")
    d = pow(e, -1, period)
    print(f"public key:  n = {n}, e = {e}")
    print(f"private key: d = {d}   (because {e} * {d} = {e * d // period} * {period} + 1)")

    signature = pow(digest, d, n)
    print(f"sign   {digest}: {digest}^{d} mod {n} = {signature}")
    print(f"verify {signature}: {signature}^{e} mod {n} = {pow(signature, e, n)}   (must be {digest})")
    wrong = (signature + 1) % n
    print(f"verify {wrong}: {wrong}^{e} mod {n} = {pow(wrong, e, n)}   (not {digest})")

    # Two valid signatures multiplied are a valid signature of the product: why raw RSA is never used.
    two = pow(2, d, n)
    product = signature * two % n
    print(f"forge  {2 * digest % n}: {signature} * {two} mod {n} = {product}, "
          f"and {product}^{e} mod {n} = {pow(product, e, n)}")


if __name__ == "__main__":
    if len(sys.argv) not in (1, 5):
        sys.exit(__doc__)
    main(*(int(argument) for argument in sys.argv[1:] or (61, 53, 17, 1234)))
