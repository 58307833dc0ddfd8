/// What OpenSSL needs for the signatures and RSA operations of a card payment, measured in the same run.
struct CardReference {
  private let signatures: OpenSSLSpeed.Rates
  private let sealing: OpenSSLSpeed.Rates

  /// Certificates between an end entity and the root, each with a signature.
  private static let chain = 4.0

  /// How many operations of each kind there are.
  private struct Count {
    var signing: Double
    /// Of messages.
    var verifying: Double
    /// Certificate chains that are judged up to the root.
    var chains: Double
    var opening: Double
    var sealing: Double
  }

  /// PInitRes, PISignature, AuthReq, token, AuthRes, PRes are signed and verified, the token not; PI, AuthReq and AuthRes are
  /// sealed and opened, the token is sealed. Judged are the merchant and the gateway (by C, twice the former), the cardholder
  /// (by M and P), the merchant's two certificates (by P), the gateway (by M, and by itself for the token).
  private static let payment = Count(signing: 6, verifying: 5, chains: 9, opening: 3, sealing: 4)
  /// And the receipt, verified by C, CapReq, CapRes and the outcome; CapReq and its token are opened, CapRes is sealed and opened.
  private static let claim = Count(signing: 4, verifying: 5, chains: 4, opening: 3, sealing: 2)

  init() throws {
    signatures = try OpenSSLSpeed.rates("ecdsap256")
    sealing = try OpenSSLSpeed.rates("rsa3072")
  }

  private func seconds(_ count: Count) -> Double {
    count.signing / signatures.sign + (count.verifying + count.chains * Self.chain) / signatures.verify
      + count.opening / sealing.sign + count.sealing / sealing.verify
  }

  /// Processor seconds for a payment that is captured at once.
  var payment: Double { seconds(Self.payment) }
  /// For a lock and its claim.
  var lock: Double { seconds(Self.payment) + seconds(Self.claim) }

  func report(to report: inout Report) throws {
    for (name, rate) in [
      ("OpenSSL ecdsap256 sign", signatures.sign), ("OpenSSL ecdsap256 verify", signatures.verify),
      ("OpenSSL rsa3072 private", sealing.sign), ("OpenSSL rsa3072 public", sealing.verify),
    ] {
      try report.add(Measurement("cards", name, "operations/s", Spread([rate])))
    }
  }
}
