import SemperCoding
import SemperCryptography

extension RecordedMessage {
  /// The CMS objects inside the message, for tools that know CMS and not SET: what is signed as `…-signed`, what is sealed as
  /// `…-envelope`, and for a purchase the dual signature with the digests that it is over.
  public var parts: [RecordedPart] {
    get throws(CodingError) {
      func signed(_ data: CMSSignedData) -> [RecordedPart] {
        [RecordedPart(name: name + "-signed", bytes: data.derBytes)]
      }
      func sealed(_ envelope: CMSEnvelope) -> [RecordedPart] {
        [RecordedPart(name: name + "-envelope", bytes: envelope.derBytes)]
      }
      return switch try MessageWrapper(derBytes: bytes).message {
      case .pInitRes(let message): signed(message.data)
      case .pRes(let message), .inqRes(let message): signed(message.data)
      case .inqReq(let message): signed(message.content.data)
      case .cardCInitRes(let message): signed(message.data)
      case .meAqCInitRes(let message): signed(message.data)
      case .regFormRes(let message): signed(message.data)
      case .certInqReq(let message): signed(message.data)
      case .certRes(.signed(let message)), .certInqRes(.signed(let message)): signed(message.data)
      case .error(.signed(let message)): signed(message.data)
      case .pCertReq(let message): signed(message.data)
      case .pCertRes(let message): signed(message.data)
      case .pReq(let message): purchase(message.content)
      case .authReq(let message): sealed(message.sealed.envelope)
      case .authRes(let message): sealed(message.content.sealed.envelope)
      case .authRevReq(let message): sealed(message.sealed.envelope)
      case .authRevRes(let message): sealed(message.content.sealed.envelope)
      case .capReq(let message): sealed(message.content.sealed.envelope)
      case .capRes(let message): sealed(message.envelope)
      case .capRevReq(let message): sealed(message.content.sealed.envelope)
      case .capRevRes(let message): sealed(message.envelope)
      case .credReq(let message): sealed(message.content.sealed.envelope)
      case .credRes(let message): sealed(message.envelope)
      case .credRevReq(let message): sealed(message.content.sealed.envelope)
      case .credRevRes(let message): sealed(message.envelope)
      case .batchAdminReq(let message): sealed(message.envelope)
      case .batchAdminRes(let message): sealed(message.envelope)
      default: []
      }
    }
  }

  private func purchase(_ message: PReqDualSigned) -> [RecordedPart] {
    let halves = PITBS(payment: message.order.other, order: message.order.content.digest)
    return [
      RecordedPart(name: "PISignature", bytes: message.payment.signature.derBytes),
      RecordedPart(name: "PI-TBS", bytes: halves.derBytes),
    ]
  }
}
