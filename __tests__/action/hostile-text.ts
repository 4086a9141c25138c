/** What a cloud could say to make the runner or the summary do something. */
export const HOSTILE = [
  'no',
  '::stop-commands::gone',
  '::set-output name=backup_id::evil',
  '##[add-mask]eu-de',
  '\u001b[31mred\u2028::warning::x',
  'www.evil.example $$\\sqrt{1}$$ mona@evil.example',
  '<script>alert(1)</script> | [link](https://evil.example) ![x](y)',
].join('\n');
