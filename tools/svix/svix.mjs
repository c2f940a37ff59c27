// Signs and verifies deliveries with the library of the service that sends them. One JSON object per line in,
// {"secret", "id", "timestamp", "body"} to sign or {"secret", "headers", "body"} to verify; one line each out.
import { createInterface } from "node:readline";
import { Webhook } from "svix";

for await (const line of createInterface({ input: process.stdin })) {
  const { secret, id, timestamp, headers, body } = JSON.parse(line);
  const webhook = new Webhook(secret);
  if (headers === undefined) {
    console.log(webhook.sign(id, new Date(timestamp * 1000), body));
    continue;
  }
  try {
    webhook.verify(body, headers);
    console.log("verified");
  } catch (error) {
    console.log(`refused: ${error.message}`);
  }
}
