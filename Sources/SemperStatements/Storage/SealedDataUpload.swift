/// One ciphertext on its way in, in a box: what an actor can keep of a file that is open once.
final class SealedDataUpload {
  var delivery: PartialDelivery

  init(_ delivery: consuming PartialDelivery) { self.delivery = delivery }
}
