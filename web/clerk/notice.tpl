<h1>{{TITLE}}</h1>
{{#LINE}}<p>{{SENTENCE}}</p>{{/LINE}}
{{#AGAIN}}<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<p class="actions"><input class="main" type="submit" name="{{NAME}}" value="{{LABEL}}">{{#FINISH}} <input type="submit" name="go_end" value="{{=clerk.end}}">{{/FINISH}}</p></form>{{/AGAIN}}
{{#LINK}}<p class="actions"><a class="button main" href="{{WHERE}}">{{LABEL}}</a></p>{{/LINK}}
