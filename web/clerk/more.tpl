<h1>{{=intake.more.title}}</h1>
{{#PARTS}}<p role="status">{{=intake.rest.lead}}</p>{{/PARTS}}
{{#TROUBLE}}<p class="alert" role="alert">{{SENTENCE}}</p>{{/TROUBLE}}
<p class="hint">{{=intake.more.hint}} {{HINT}}</p>
<form method="post" action="/{{=language}}/visit" enctype="multipart/form-data" accept-charset="utf-8" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<div class="field"><label for="text">{{=intake.text.label}} <span class="hint">{{LIMIT}}</span></label><textarea id="text" name="text" rows="9" cols="60" dir="auto" autocomplete="off" spellcheck="false">{{TEXT:pre_escape}}</textarea></div>
<p class="actions"><input class="main" type="submit" name="go_send_more" value="{{=intake.send.button}}"> <input type="submit" name="go_refresh" value="{{=intake.back}}"></p><p hidden><label>{{=clerk.guard}} <input type="password" name="guard" value="-" tabindex="-1" autocomplete="one-time-code"></label></p></form>
