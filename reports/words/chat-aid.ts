/** What a reader of a chat's figures has to know. */
export const CHAT_AID =
  'Chat: a message is said once and delivered to every other member of its room; first, median and last are the times from its intended start to those of its receivers. Delivered: of the deliveries expected.';
