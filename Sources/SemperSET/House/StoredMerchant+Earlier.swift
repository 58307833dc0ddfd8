import SemperCoding
import SemperCryptography
public import SemperModel

/// What a merchant was certified with before. A lock may stand, and a refund may follow, when the certificates are others: what the
/// gateway said of them was sealed to the earlier key.
extension StoredMerchant {
  /// How long that can be read after it was replaced. Deals that could need their locks for longer are not paid with cards.
  public static let keeps = Span(seconds: 2 * 365 * 86_400)

  /// A certificate for key exchange that was replaced, with its key and the gateway that was offered with it.
  struct Earlier: DERValue, Hashable, Discreet {
    let transport: ByteString
    let key: ByteString
    let gateway: Thumb
    let replaced: Timestamp

    var der: DERElement { .sequence([transport.der, key.der, gateway.der, replaced.der]) }

    init(_ merchant: StoredMerchant, replaced: Timestamp) {
      transport = merchant.transport
      key = merchant.transportKey
      gateway = Thumb(of: merchant.gateway.first?.bytes ?? [])
      self.replaced = replaced
    }

    init(der: DERElement) throws(CodingError) {
      var fields = try DERReader(der)
      transport = try fields.value()
      key = try fields.value()
      gateway = try fields.value()
      replaced = try fields.value()
      try fields.close()
    }

    func identity() throws -> TransportIdentity.Earlier {
      TransportIdentity.Earlier(certificate: transport.bytes, key: try TransportKey(derRepresentation: key.bytes))
    }
  }

  /// Newly certified in place of what was kept, which goes on being read.
  public func replacing(_ kept: StoredMerchant, at now: Timestamp) -> StoredMerchant {
    StoredMerchant(self, earlier: [Earlier(kept, replaced: now)] + kept.earlier).withoutOutdated(at: now)
  }

  /// Without the keys that have been kept long enough.
  public func withoutOutdated(at now: Timestamp) -> StoredMerchant {
    StoredMerchant(self, earlier: earlier.filter { now <= $0.replaced.advanced(by: Self.keeps) })
  }

  /// How many keys from before there are.
  package var earlierKeys: Int { earlier.count }
}
