import SemperCoding
import SemperCryptography
public import SemperModel

/// Judges the evidence of one transfer: a pure function of the bundle and of which delivery agents the judge trusts.
///
/// Each statement is verified again and judged by itself; one that does not hold proves nothing and takes nothing away
/// from the others. No statement at all, and a transfer that was only tried, prove nothing.
public enum TransferJudge {
  /// - Parameter trusted: the delivery agents whose word counts. Their keys come with the bundle; trust never does.
  public static func judge(_ bundle: TransferBundle, trusted: Set<Thumbprint>) -> TransferVerdict {
    var conclusions = [TransferVerdict.Conclusion]()
    var faults = [TransferVerdict.Fault]()
    for statement in bundle.statements {
      do throws(Refusal) {
        conclusions.append(try conclusion(statement, bundle, trusted))
      } catch {
        faults.append(TransferVerdict.Fault(statement: statement.digest, refusal: error))
      }
    }
    if let package = content(bundle) { conclusions.append(.content(package)) }
    return TransferVerdict(conclusions: conclusions, faults: faults)
  }

  private static func conclusion(
    _ signed: SignedStatement, _ bundle: TransferBundle, _ trusted: Set<Thumbprint>
  ) throws(Refusal) -> TransferVerdict.Conclusion {
    let manifest = bundle.manifest
    if signed.kind == .transfer {
      return try origin(signed, manifest)
    }
    if signed.kind == .transferReceipt {
      let recipient = try VerifiedStatement<TransferReceipt>.content(of: signed).recipient.thumbprint
      _ = try TransferVerifier.receipt(signed, for: manifest, from: recipient)
      return .received(by: recipient)
    }
    if signed.kind == .transferSubmission {
      let token = try VerifiedStatement<TransferSubmission>.content(of: signed)
      let agent = try agent(token.agent, bundle, trusted)
      _ = try TransferVerifier.submission(signed, of: manifest, to: token.recipient, by: agent)
      return .submitted(for: token.recipient, to: token.agent)
    }
    if signed.kind == .transferTransport {
      let token = try VerifiedStatement<TransferTransport>.content(of: signed)
      let agent = try agent(token.agent, bundle, trusted)
      _ = try TransferVerifier.transport(signed, of: manifest, to: token.recipient, by: agent)
      return .transported(to: token.recipient, by: token.agent)
    }
    throw Refusal(.unknownKind, blame: .undetermined, "a “\(signed.kind.rawValue)” is no evidence of a transfer")
  }

  private static func origin(
    _ signed: SignedStatement, _ manifest: TransferManifest
  ) throws(Refusal) -> TransferVerdict.Conclusion {
    let found = try VerifiedStatement<TransferManifest>(verifying: signed, keys: KeySet())
    let sender = manifest.sender.thumbprint
    if found.digest == manifest.digest { return .originated(by: sender) }
    guard found.content.id == manifest.id, found.content.sender == manifest.sender else {
      throw Refusal(.notAsOffered, blame: .undetermined, "it is the manifest of another transfer")
    }
    return .contradicted(by: sender)
  }

  private static func agent(
    _ thumbprint: Thumbprint, _ bundle: TransferBundle, _ trusted: Set<Thumbprint>
  ) throws(Refusal) -> PublicKey {
    guard trusted.contains(thumbprint) else {
      throw Refusal(.untrusted, blame: .undetermined, "the delivery agent \(thumbprint) is not trusted here")
    }
    guard let key = bundle.agents.first(where: { $0.thumbprint == thumbprint }) else {
      throw Refusal(.notFound, blame: .undetermined, "the key of the delivery agent \(thumbprint) is missing")
    }
    return key
  }

  /// What was transferred, where bytes and key are shown and fit the manifest.
  private static func content(_ bundle: TransferBundle) -> TransferPackage? {
    guard let body = bundle.body, bundle.manifest.isOf(body: body.bytes) else { return nil }
    guard let digest = bundle.manifest.key else {
      return try? TransferPackage(form: bundle.manifest.form, bytes: body.bytes)
    }
    guard let key = bundle.key, key.digest == digest, let plain = key.open(body.bytes, of: bundle.manifest.id) else {
      return nil
    }
    return try? TransferPackage(form: bundle.manifest.form, bytes: plain)
  }
}
