/* What a clinic may add: a button of its own that opens the chat. */
const ask = document.getElementById('ask')
ask.addEventListener('click', () => window.Backwise.open())
const show = () => (ask.hidden = !window.Backwise)
show()
document.querySelector('script[src="/widget.js"]').addEventListener('load', show)
