import { chromium } from 'playwright-core';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.on('console', m => { if (m.type()==='error') console.log('console', m.text().slice(0,300)); });
await page.goto('http://127.0.0.1:4271/#/grow');
await page.getByRole('slider').first().waitFor();
await page.getByRole('button', { name: 'all settings' }).click();
const sheet = page.locator('.sheet');
for (const [l,v] of [['Steps','8'],['Seeds','1'],['Soft tokens','4'],['Rows a step','4'],['Steps between dev evaluations','4'],['Dev rows','16'],['Test rows','16'],['Training rows by which they are chosen','8']]) await sheet.getByLabel(l,{exact:true}).fill(v);
await page.screenshot({ path: '.cache/sheet.png' });
await page.keyboard.press('Escape');
await page.getByRole('button', { name: 'Predict only' }).click();
for (let i=0;i<8;i++){ await page.waitForTimeout(1500); console.log(await page.locator('.grow-stages .panel-head .quiet').innerText(), '|', await page.locator('.grow-notices').innerText(), '|', await page.getByRole('alert').allInnerTexts(), await page.locator('.place-actions').innerText()); }
await page.screenshot({ path: '.cache/pred.png' });
await browser.close();
