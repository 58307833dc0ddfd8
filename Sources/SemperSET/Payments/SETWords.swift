import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// The gateway's signed answers as proofs of a payment: what anybody can verify who knows the gateway's key. Certificates are left
/// out, as the judge brings the key.
struct SETWords: Sendable {
  let gateway: PublicKey

  /// Forms of proofs.
  private enum Form: String {
    case approval = "set-auth-res"
    case standing = "set-inq-res"
    case capture = "set-cap-res"
    case void = "set-auth-rev-res"
    case credit = "set-cred-res"
    case error = "set-error"
  }

  private typealias Approved = SealedWithBaggage<AuthResData, AuthResBaggage>.LinkedContent
  private typealias Voided = SealedWithBaggage<AuthRevResData, TokenBaggage>.LinkedContent

  // MARK: Making

  func approval(_ signed: CMSSignedData) -> PaymentProof { proof(.approval, signed) }
  func standing(_ signed: CMSSignedData) -> PaymentProof { proof(.standing, signed) }
  func capture(_ signed: CMSSignedData) -> PaymentProof { proof(.capture, signed) }
  func void(_ signed: CMSSignedData) -> PaymentProof { proof(.void, signed) }
  func credit(_ signed: CMSSignedData) -> PaymentProof { proof(.credit, signed) }
  func error(_ signed: CMSSignedData) -> PaymentProof { proof(.error, signed) }

  private func proof(_ form: Form, _ signed: CMSSignedData) -> PaymentProof {
    PaymentProof(form: form.rawValue, bytes: signed.bare(by: .holder(of: gateway)).derBytes)
  }

  // MARK: Reading

  /// What a proof says about the payment, if the gateway has signed it.
  func read(_ proof: PaymentProof) throws(Refusal) -> SETWord {
    do {
      let data = try CMSSignedData(derBytes: proof.bytes.bytes)
      let holder = CMSSigner.holder(of: gateway)
      guard data.certificates.isEmpty, data.signatures.count == 1, data.isSigned(by: holder, key: gateway),
        let form = Form(rawValue: proof.form)
      else { throw unproven }
      switch form {
      case .approval: return .approval(try content(data, Approved.self).linked.content)
      case .standing: return .standing(try content(data, PResData.self))
      case .capture: return .capture(try content(data, CapResData.self))
      case .void: return .void(try content(data, Voided.self).linked.content)
      case .credit: return .credit(try content(data, ReversalResData<Credit>.self))
      case .error: return .error(try content(data, ErrorData.self))
      }
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw unproven
    }
  }

  private func content<Content: SETContent>(_ data: CMSSignedData, _: Content.Type) throws -> Content {
    guard data.type == Content.contentType, let bytes = data.content else { throw unproven }
    return try Content(derBytes: bytes)
  }

  private var unproven: Refusal {
    Refusal(.proofInvalid, blame: .peer, "this is no answer that the gateway has signed")
  }
}
