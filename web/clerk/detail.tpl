<div class="details">
{{#DATE}}<div class="pair"><div class="field"><label for="{{NAME}}-date">{{=intake.date.day}} <span class="hint">{{=clerk.date.example}}</span></label><input type="text" id="{{NAME}}-date" name="{{NAME}}:date" value="{{DAY}}" maxlength="10" autocomplete="off"></div>
<div class="field"><label for="{{NAME}}-hour">{{=intake.date.hour}}</label><input type="text" id="{{NAME}}-hour" name="{{NAME}}:hour" value="{{HOUR}}" maxlength="5" autocomplete="off"></div></div>
<div class="field"><label for="{{NAME}}-days">{{#AHEAD}}{{=clerk.date.or_days}}{{/AHEAD}}{{#BACK}}{{=clerk.date.or_days_past}}{{/BACK}}</label><input type="text" inputmode="numeric" id="{{NAME}}-days" name="{{NAME}}:days" value="{{DAYS}}" maxlength="4" autocomplete="off"></div>
<p class="hint">{{=clerk.date.skip}}</p>{{/DATE}}
{{#LAND}}<div class="field"><label for="{{NAME}}-country">{{=intake.country.label}}</label><input type="text" id="{{NAME}}-country" name="{{NAME}}:country" value="{{COUNTRY}}" maxlength="20" list="countries" autocomplete="off"><datalist id="countries">{{#NATION}}<option value="{{SENTENCE}}">{{/NATION}}</datalist></div>{{/LAND}}
{{#UNTIL}}<div class="field"><label for="{{NAME}}-year">{{=intake.year.label}}</label><input type="text" inputmode="numeric" id="{{NAME}}-year" name="{{NAME}}:year" value="{{YEAR}}" maxlength="4" autocomplete="off"></div>{{/UNTIL}}
{{#WAY}}<div class="field"><label for="contact-words">{{=intake.contact.label}}</label><input type="text" id="contact-words" name="contact_words" value="{{WORDS}}" maxlength="400" dir="auto" autocomplete="off"></div>{{/WAY}}
</div>
