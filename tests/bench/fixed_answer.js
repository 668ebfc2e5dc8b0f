// Reads each body as JSON and gives a fixed answer: what a service in Node could
// do at best. node fixed_answer.js PORT FILE
'use strict';
const cluster = require('node:cluster');
const fs = require('node:fs');
const http = require('node:http');

const [port, file] = process.argv.slice(2);
if (cluster.isPrimary) {
  for (let i = 0; i < require('node:os').cpus().length; ++i) cluster.fork();
} else {
  const answer = fs.readFileSync(file);
  http.createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      if (text && typeof JSON.parse(text).message !== 'object') response.statusCode = 400;
      response.setHeader('Content-Type', 'application/json');
      response.end(answer);
    });
  }).listen(Number(port), '127.0.0.1');
}
