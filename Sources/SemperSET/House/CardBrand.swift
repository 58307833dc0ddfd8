import SemperCoding
import SemperCryptography
import SemperModel

/// A brand as a bank's notice tells it, judged: what certificates are held against, and the gateway to offer.
public struct CardBrand: Sendable {
  public let trust: SETTrust
  let root: [UInt8]
  let gateway: GatewayCertificates

  /// The gateway's certificate for key exchange.
  public var gatewayThumb: Thumb { gateway.transport.thumb }

  var software: SWIdent {
    do {
      return try SWIdent("Semper SET/2")
    } catch {
      preconditionFailure("the program's name is ASCII")
    }
  }

  /// Refuses (`badSignature`, `malformed`, `untrusted`) what the bank has not signed or does not lead to its root.
  init(notice bytes: [UInt8], of bank: PublicKey, at now: Timestamp) throws {
    do {
      let notice = try Signed<BrandNotice>(derBytes: bytes).content(byHolderOf: bank)
      try self.init(notice.brand, root: notice.root.bytes, gateway: notice.gateway.map(\.bytes), at: now)
    } catch let refusal as SETRefusal {
      throw refusal.refusal
    } catch let error as CodingError {
      throw Refusal(.malformed, blame: .provider, "the bank's notice of its brand cannot be read: \(error)")
    }
  }

  /// - Parameter gateway: its certificate for key exchange, then those above it.
  init(_ brand: BrandID, root: [UInt8], gateway: [[UInt8]], at now: Timestamp) throws {
    trust = try SETTrust(roots: [root], brand: brand)
    self.root = root
    let found = try trust.certificate(gateway[0], among: gateway, .gateway, .transport, at: now)
    self.gateway = GatewayCertificates(transport: found, issuers: found.issuers)
  }
}
