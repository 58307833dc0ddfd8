import SemperCryptography
import SemperModel
import Testing

@Suite("Tags that convince one recipient")
struct SenderTagTests {
  private let sender = SealingKey()
  private let recipient = SealingKey()

  @Test("a tag is good for its message, sender, recipient, purpose and context only")
  func bindings() throws {
    let message: [UInt8] = [1, 2, 3]
    let tag = try sender.tag(on: message, to: recipient.publicKey, for: .containerTag, context: [9])
    #expect(recipient.accepts(tag, on: message, from: sender.publicKey, for: .containerTag, context: [9]))
    #expect(!recipient.accepts(tag, on: [1, 2], from: sender.publicKey, for: .containerTag, context: [9]))
    #expect(!recipient.accepts(tag, on: message, from: SealingKey().publicKey, for: .containerTag, context: [9]))
    #expect(!recipient.accepts(tag, on: message, from: sender.publicKey, for: .containerKey, context: [9]))
    #expect(!recipient.accepts(tag, on: message, from: sender.publicKey, for: .containerTag, context: []))
    #expect(!SealingKey().accepts(tag, on: message, from: sender.publicKey, for: .containerTag, context: [9]))
    for index in tag.indices {
      var changed = tag
      changed[index] ^= 1
      #expect(!recipient.accepts(changed, on: message, from: sender.publicKey, for: .containerTag, context: [9]))
    }
    for cut in [0, 31, 32, tag.count - 1] {
      #expect(
        !recipient.accepts(
          Array(tag.prefix(cut)), on: message, from: sender.publicKey, for: .containerTag, context: [9]))
    }
  }

  @Test("a sealed value is no tag")
  func sealedIsNoTag() throws {
    let sealed = try recipient.publicKey.seal([], for: .containerTag, context: [], authenticating: [1])
    #expect(!recipient.accepts(sealed, on: [1], from: sender.publicKey, for: .containerTag, context: []))
  }
}
