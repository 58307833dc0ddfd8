import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

/// Any bytes are refused or read as a letter or as evidence of a transfer that writes and reads the same again; the
/// verifier and the judge come to an end, and nobody whom nobody trusts proves anything as a delivery agent.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTransfer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let json = try? CanonicalJSON.parse(bytes, limits: TransferLetter.limits) else { return 0 }
  if let letter = try? TransferLetter(json: json) {
    check(letter)
    if let recipient = try? Thumbprint(bytes: [UInt8](repeating: 0, count: 32)) {
      _ = try? TransferVerifier.letter(letter, to: recipient, from: recipient, openedWith: nil)
    }
  }
  if let reply = try? TransferReply(json: json) { check(reply) }
  if let event = try? TransferSenderEvent(json: json) { check(event) }
  if let event = try? TransferRecipientEvent(json: json) { check(event) }
  if let bundle = try? TransferBundle(json: json) {
    check(bundle)
    for conclusion in TransferJudge.judge(bundle, trusted: []).conclusions {
      switch conclusion {
      case .submitted, .transported: preconditionFailure("somebody whom nobody trusts proves something")
      case .originated, .received, .content, .contradicted: break
      }
    }
  }
  return 0
}

private func check<Value: CanonicalValue>(_ value: Value) {
  let wide = DecodingLimits(bytes: 1 << 24, members: 1 << 20)
  guard let again = try? Value(canonicalBytes: value.canonicalBytes, limits: wide) else {
    preconditionFailure("what was written cannot be read")
  }
  precondition(again == value, "another value was read than was written")
}
