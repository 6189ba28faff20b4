<h1>{{=intake.return.title}}</h1>
<p>{{=intake.return.which}}</p>
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<p class="actions">{{#TONGUE}}<input type="submit" name="{{NAME}}" lang="{{CODE}}" value="{{LABEL}}"> {{/TONGUE}}</p></form>
