<h1>{{#FIRST}}{{=clerk.form.title}}{{/FIRST}}{{#FOLLOW}}{{=clerk.follow.title}}{{/FOLLOW}}</h1>
{{#TROUBLES}}<div class="alert" role="alert"><h2>{{=clerk.trouble}}</h2><ul>{{#TROUBLE}}<li>{{#AT}}<a href="#{{PLACE}}">{{/AT}}{{SENTENCE}}{{#AT}}</a>{{/AT}}</li>{{/TROUBLE}}</ul></div>{{/TROUBLES}}
{{#CRISIS}}<div class="crisis"><h2>{{TITLE}}</h2>{{#LINE}}<p>{{SENTENCE}}</p>{{/LINE}}</div>{{/CRISIS}}
{{#FIRST}}<p>{{=clerk.form.lead}}</p>{{#TO_TEXT}}<p><a href="#{{PLACE}}">{{=intake.crisis.go_text}}</a></p>{{/TO_TEXT}}{{/FIRST}}
{{#FOLLOW}}<p>{{=clerk.follow.lead}}</p>{{/FOLLOW}}
<form method="post" action="/{{=language}}/visit"{{#LONG}} enctype="multipart/form-data"{{/LONG}} accept-charset="utf-8" autocomplete="off">
{{#HOLDS}}<input type="hidden" name="visit" value="{{VISIT}}">{{/HOLDS}}
<input type="hidden" name="asked" value="{{#ASKED}}{{ID}} {{/ASKED}}">
{{#QUESTION}}
<fieldset id="q-{{ID}}">
<legend><h2>{{TITLE}}</h2></legend>
{{#HINT}}<p class="hint">{{SENTENCE}}</p>{{/HINT}}
{{#ANSWER}}
<div><label class="choice"><input type="{{#RADIO}}radio{{/RADIO}}{{#BOX}}checkbox{{/BOX}}" name="{{NAME}}" value="{{CODE}}"{{#ON}} checked{{/ON}}> {{LABEL}}</label></div>
{{#DETAIL}}
{{@detail}}
{{/DETAIL}}
{{/ANSWER}}
{{#ROW}}
<div class="field"><label for="{{NAME}}">{{LABEL}}</label><select id="{{NAME}}" name="{{NAME}}" autocomplete="off"><option value="">—</option>{{#STATE}}<option value="{{CODE}}"{{#ON}} selected{{/ON}}>{{SENTENCE}}</option>{{/STATE}}</select></div>
{{#DETAIL}}
{{@detail}}
{{/DETAIL}}
{{/ROW}}
{{#DETAIL}}
{{@detail}}
{{/DETAIL}}
{{#AREA}}<div class="field"><label for="text">{{=intake.text.label}} <span class="hint">{{LIMIT}}</span></label><textarea id="text" name="text" rows="9" cols="60" dir="auto" autocomplete="off" spellcheck="false">{{TEXT:pre_escape}}</textarea></div>{{/AREA}}
</fieldset>
{{/QUESTION}}
<p class="actions"><input class="main" type="submit" name="go_answers" value="{{=intake.next}}"></p>
<p hidden><label>{{=clerk.guard}} <input type="password" name="guard" value="-" tabindex="-1" autocomplete="one-time-code"></label></p></form>
