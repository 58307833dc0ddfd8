/// The secret that turns a blind signature into a signature.
public struct Unblinder: Sendable, Discreet {
  let key: BlindingKey
  let message: [UInt8]
  let salt: [UInt8]
  let inverse: [UInt8]

  /// The signature over the message, verified; throws `authenticationFailed` when the signer answered with something else.
  public func unblind(_ blindSignature: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let wrong = CryptographyError(.authenticationFailed, "this is not the signer's signature over the blinded message")
    guard blindSignature.count == key.size else { throw wrong }
    let value = try BigNumber(blindSignature)
    guard value < key.arithmetic.number else { throw wrong }
    let signature = try key.arithmetic.product(value, BigNumber(inverse)).bytes(count: key.size)
    guard try key.isValid(signature: signature, over: message, salt: salt) else { throw wrong }
    return signature
  }
}
