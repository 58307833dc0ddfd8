import Crypto
import SemperModel
import X509

extension Certificate {
  /// The key if it is a point of P-256, whatever else the certificate says.
  var profiledPoint: SemperModel.PublicKey? { P256.Signing.PublicKey(publicKey).map { SemperModel.PublicKey($0) } }
}
