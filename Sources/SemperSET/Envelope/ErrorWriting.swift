import SemperCryptography
import SemperModel

/// Puts a refusal into the Error message. It says the code only: what exactly failed stays in the sender's log.
enum ErrorWriting {
  static func error(
    _ refusal: SETRefusal, to message: [UInt8], by identity: SigningIdentity, software: SWIdent,
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> [UInt8] {
    let header = (try? MessageWrapper(derBytes: message, largest: MessageWrapper.largest))?.header
    let data = ErrorData(
      code: refusal.check.errorCode, nonce: Salt(using: &generator), request: Digest(plain: message),
      rrpid: header?.rrpid)
    let signed = try Signed(data, by: identity)
    return MessageWrapper(
      MessageHeader(date: now, ids: header?.ids, rrpid: header?.rrpid, software: software), .error(.signed(signed))
    ).derBytes
  }
}
