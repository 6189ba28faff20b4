<h1>{{=intake.return.title}}</h1>
{{#TROUBLE}}<p class="alert" role="alert">{{SENTENCE}}</p>{{/TROUBLE}}
<form method="post" action="/{{=language}}/visit" accept-charset="utf-8" autocomplete="off">
<div class="field"><label for="words">{{=intake.return.label}}</label><p class="hint">{{=clerk.return.hint}}</p><input type="text" id="words" name="words" size="60" maxlength="500" autocomplete="off" autocapitalize="none" spellcheck="false"></div>
<p class="actions"><input class="main" type="submit" name="go_open" value="{{=intake.return.open}}"></p><p hidden><label>{{=clerk.guard}} <input type="password" name="guard" value="-" tabindex="-1" autocomplete="one-time-code"></label></p></form>
